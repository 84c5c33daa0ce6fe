"""Names from many places, all made up by combining common ones."""

# Family of names → (given names, family names). An e-mail address takes the plain letters of them.
NAMES: dict[str, tuple[str, str]] = {
    "pt": (
        "Beatriz Tomás Inês Rui Catarina Duarte Marta Gonçalo Sofia Nuno Leonor Afonso Teresa Diogo Joana Vasco Mafalda Hélder Luísa Simão",
        "Almeida Carvalho Teixeira Moreira Fonseca Pinheiro Magalhães Queirós Barros Azevedo Freitas Sequeira Valente Brandão Guimarães Lourenço",
    ),
    "br": ("Thiago Larissa Caio Renata Murilo Jussara", "Nascimento Cavalcante Siqueira Pacheco Bittencourt"),
    "en": (
        "Harriet Callum Imogen Rhys Fiona Declan Poppy Alistair Bethan Owen Maisie Graham Niamh Gareth Edith Lewis Moira Stuart",
        "Ashworth Braithwaite Holroyd Sutcliffe Thackray Illingworth Pickles Rowntree Haigh Murgatroyd Kershaw Naylor Armitage Whitaker",
    ),
    "south_asia": (
        "Priya Arjun Meera Kabir Ananya Imran Zainab Rohan Farah Sanjay Lakshmi Vikram",
        "Chaudhry Raghunathan Banerjee Iyer Siddiqui Mehta Venkataraman Gill Bhattacharya Krishnamoorthy",
    ),
    "us": (
        "Madison Tyrell Caroline Marcus Brooke Emmett Savannah Wesley Dolores Hector Xiomara Curtis Noelle Andre Paige",
        "Holloway Castellanos Whitfield Okafor Delgado Kowalczyk Beaumont Navarro Prescott Fitzgerald Montoya Lindqvist Abernathy",
    ),
    "zh": (
        "Wei Ling|Jun Hao|Mei Xuan|Zhi Yang|Hui Min|Kai Wen|Shu Fen|Jia Rong|Yi Ting|Boon Kiat",
        "Tan Lim Goh Ong Chua Koh Teo Seah Yeo Quek",
    ),
    "ms": (
        "Nurul Hafiz Aisyah Syafiq Siti Rahim Farhana Danial",
        "Abdullah Ismail Othman Zulkifli Kamaruddin Rosli",
    ),
    "ta": (
        "Kavitha Suresh Deepa Anand Revathi Prakash",
        "Subramaniam Nadarajan Govindasamy Thirunavukkarasu Pillai",
    ),
    "africa": (
        "Adaeze Kwame Chiamaka Tunde Wanjiru Sefu Amahle Kofi",
        "Nwosu Mensah Adeyemi Kariuki Dlamini Boateng",
    ),
    "arabic": ("Layla Omar Yasmin Karim Huda Tariq", "Al-Masri Haddad Nasser Khoury Benali Mansour"),
    "east": (
        "Oksana Tomasz Ilona Bogdan Zuzana Mirela Andrzej Kateřina",
        "Shevchenko Wiśniewska Horváth Dvořáková Ionescu Kovalenko",
    ),
    "north": (
        "Astrid Mikkel Saga Eino Freja Lukas Greta Jürgen",
        "Bjørnstad Lindholm Virtanen Østergaard Müller Schäfer Nyström",
    ),
    "japan": ("Haruka Kenji Yui Takumi", "Nakagawa Fujimoto Hayashi Ishikawa"),
    "vietnam": ("Thu Hà|Quang Minh|Ngọc Anh|Đức Long", "Nguyễn Phạm Đặng"),
}

# Site → how much of each family of names works there.
MIXTURE: dict[str, dict[str, int]] = {
    "Porto": {"pt": 60, "br": 14, "africa": 8, "east": 7, "north": 6, "en": 5},
    "Leeds": {"en": 48, "south_asia": 24, "africa": 8, "east": 10, "arabic": 6, "north": 4},
    "Boston": {
        "us": 52,
        "south_asia": 14,
        "zh": 8,
        "br": 6,
        "arabic": 7,
        "vietnam": 6,
        "japan": 4,
        "africa": 3,
    },
    "Singapore": {"zh": 46, "ms": 18, "ta": 16, "south_asia": 8, "japan": 5, "vietnam": 4, "en": 3},
}
FAMILY_FIRST = frozenset({"zh", "vietnam"})

# Written as they are, so that no page can count on short names in Latin letters.
UNUSUAL: tuple[tuple[str, str, str, str], ...] = (
    # name, preferred name, address, site
    ("Maria Francisca de Albuquerque Vasconcelos e Sousa Coutinho", "Kika", "francisca.coutinho", "Porto"),
    ("نور الهدى عبد الرحمن", "", "nour.abdelrahman", "Leeds"),
    ("Venkatanarasimha Rajuvaripeta Thirunavukkarasu", "Venkat", "venkat.rajuvaripeta", "Singapore"),
    ("Bartholomew Montgomery-Featherstonehaugh", "Barty", "barty.featherstonehaugh", "Leeds"),
    ("Þórdís Guðmundsdóttir", "", "thordis.gudmundsdottir", "Boston"),
    ("O", "", "o.su", "Singapore"),
    ("Jean-Baptiste N’Guessan", "JB", "jb.nguessan", "Boston"),
)

# Department → (share of the company, job titles, the head's title). Listed from most to fewest colleagues.
DEPARTMENTS: dict[str, tuple[int, str, str]] = {
    "Assembly": (
        22,
        "Assembly technician|Line lead|Calibration technician|Test operator|Shift planner",
        "Head of assembly",
    ),
    "Engineering": (
        20,
        "Mechanical engineer|Electronics engineer|Firmware engineer|Test engineer|Drafter",
        "Head of engineering",
    ),
    "Sales": (
        15,
        "Account manager|Inside sales|Tender writer|Sales engineer|Regional manager",
        "Head of sales",
    ),
    "Field service": (12, "Field engineer|Service planner|Spare parts coordinator", "Head of field service"),
    "Logistics": (9, "Warehouse associate|Buyer|Customs clerk|Transport planner", "Head of logistics"),
    "Quality": (7, "Quality inspector|Metrologist|Auditor|Document controller", "Head of quality"),
    "Finance": (6, "Accountant|Controller|Accounts payable clerk|Treasury analyst", "Head of finance"),
    "People": (4, "People partner|Payroll specialist|Recruiter|Learning coordinator", "Head of people"),
    "Marketing": (5, "Content editor|Event manager|Product marketer|Designer", "Head of marketing"),
}
