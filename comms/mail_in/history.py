"""How mail programs, in many languages, mark that what follows was written by somebody else or by a machine."""

import re

# "... wrote:" in the languages that mail programs speak.
WROTE = (
    "wrote|writes|schrieb|schreibt|geschrieben|écrit|ecrit|escribió|escribio|escribe|escribieron|scritto|scrive"
    "|escreveu|escreva|schreef|geschreven|skrev|skrifaði|kirjoitti|napsal(?:a|\\(a\\))?|napísal(?:a|\\(a\\))?"
    "|napisał(?:a|\\(a\\))?|pisze|pisał|írta|scris|yazdı|tarihinde|έγραψε|написал(?:а|\\(а\\))?|пишет|писал(?:а)?|написа"
    "|пише|написав|viết|menulis|写道|寫道|写了|のメッセージ|書きました|のメール|작성|님이 작성"
)
# Labels of the block of headers that Outlook and others put over the mail they answer.
FROM = (
    "from|von|de|da|från|van|od|от|від|fra|frá|lähettäjä|kimden|feladó|από|expéditeur|remitente|mittente|afzender|差出人"
    "|发件人|寄件者|보낸 사람|de la"
)
OTHER = (
    "sent|to|date|subject|cc|reply-to|gesendet|an|datum|betreff|envoyé|à|objet|enviado(?: el)?|enviada em|para|asunto|assunto"
    "|fecha|data|inviato|a|oggetto|risposta|verzonden|aan|onderwerp|skickat|till|ämne|sendt|til|emne|lähetetty|vastaanottaja"
    "|aihe|wysłano|do|temat|odesláno|komu|předmět|odoslané|predmet|отправлено|дата|кому|тема|надіслано|küldve|címzett|tárgy"
    "|gönderilme|kime|konu|trimis|către|subiect|στάλθηκε|προς|θέμα|message du|copie à|sujet|送信日時|宛先|件名|发送时间|收件人|主题|寄件日期|收件者|主旨"
    "|보낸 날짜|받는 사람|제목|date d'envoi"
)
# What mail programs put, between dashes or alone, over a mail they answer or pass on.
MARK = (
    "original message|original appointment|forwarded (?:message|by .*|email)|reply message|reply above this line"
    "|ursprüngliche nachricht|originalnachricht|original-nachricht|weitergeleitete nachricht|message d'origine"
    "|message original|message transféré|mensaje original|mensaje reenviado|mensagem original|mensagem encaminhada"
    "|messaggio originale|messaggio inoltrato|oorspronkelijk bericht|doorgestuurd bericht|ursprungligt meddelande"
    "|originalmeddelande|opprinnelig melding|oprindelig (?:meddelelse|besked)|alkuperäinen viesti|wiadomość oryginalna"
    "|původní zpráva|pôvodná správa|исходное сообщение|пересылаемое сообщение|оригинальное сообщение|eredeti üzenet"
    "|mesaj original|orijinal ileti|原始邮件|原始郵件|元のメッセージ|원본 메시지"
)
BEGINS = "begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-?mail)|début du message (?:transféré|réexpédié)"

SUBJECT = (
    "subject|betreff|objet|sujet|asunto|assunto|oggetto|onderwerp|ämne|emne|aihe|temat|předmět|predmet|тема|tárgy|konu|subiect"
    "|θέμα|件名|主题|主旨|제목"
)
# Only whole phrases: "from my phone I cannot sign in" is what a colleague came to say.
SENT = (
    r"sent from|sent (?:via|with|by|using)(?=\W+\w+(?:\W+\w+)?\W*$)|get (?:\[?outlook|yahoo|bluemail)"
    r"|(?:someone )?from (?:my )?(?:mobile|iphone|ipad|android|phone)(?=[\w ]{0,8}\W*$)"
    r"|envoyée? (?:depuis|de|à partir)|von meinem(?=.* gesendet\W*$)|gesendet (?:von|mit)"
    r"|diese nachricht wurde von|enviad[oa] (?:desde|do|da|a partir)|inviato da|scarica outlook|verzonden (?:met|vanaf|van)"
    r"|verstuurd (?:vanaf|met)|skickat från|sendt (?:fra|med)|lähetetty|wysłan[eoy] z|odesláno z|odoslané z|отправлено (?:с|из)"
    r"|надіслано з|télécharger outlook|obtenir outlook|holen sie sich outlook|發送自|发自我的|從我的|iphoneから送信"
)

DATE = re.compile(
    r"\d{1,2}[:.h]\d{2}|\b(?:19|20)\d{2}\b|(?:19|20)\d{2}[-/.年]|\b\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|(?<![\w.+-])[\w.+-]+@[\w-]+\.\w",
    re.IGNORECASE,
)
OPENING = re.compile(
    r"[-*_\s]*(?:(?:on|at|am|le|el|il|em|op|den|de|dne|dňa|dnia|w dniu|pe|la|în|vào|στις|на|in (?:article|message)|mon|tue|wed|thu"
    r"|fri|sat|sun)\b[ .,]|\d|在|[^\d\W][^\n<>]{0,60} ?<|\w+, \d{1,2} )",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"(?<![\w.+-])[\w.+-]+@[\w-]+\.\w"
)  # from its beginning only, or a long word is tried at each letter
WROTE_LINE = re.compile(
    rf"(?:(?<!\w)(?:{WROTE})(?!\w)[^\n]{{0,200}}|(?:のメッセージ|のメール|님이 작성)[^\n]{{0,20}})[:：]\W*$"
    r"|\bwrote\W*-{2,}\W*$|> wrote$|(?:写道|寫道|작성)\W*$",
    re.IGNORECASE,
)
TIME_OF_DAY = re.compile(r"\d{1,2}[:.]\d{2}")
ADDRESSED = re.compile(r"<\s*[^\s<>@]+@[^\s<>]+\s*>:")
WROTE_AT_THE_END = ("wrote", "写道", "寫道", "작성")  # others end with a colon
# Gmail in some languages says only when and who: "2013/7/20 Jo Doe <jo@example.org>".
WHEN_AND_WHO = re.compile(
    r"(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}\b(?: \d{1,2}:\d{2} (?:GMT|UTC)\S* \S.*|[ ,].*<[^\s<>@]+@[^\s<>]+>:?)$"
)


def says_who_wrote(said: str) -> bool:
    """With a verb in some language; some programs say when and who, and no verb, and then the address stands last."""
    if WROTE_LINE.search(said):
        return True
    address = said.rfind("<")
    return (
        address > 0
        and ADDRESSED.fullmatch(said, address) is not None
        and TIME_OF_DAY.search(said, 0, address) is not None
    )


LABEL_END = r"\s?\*{0,2}\s?[:：]\*{0,2}"
FROM_LINE = re.compile(rf"\W{{0,3}}(?:{FROM}){LABEL_END}\s*\S", re.IGNORECASE)
HEADER_LINE = re.compile(rf"\W{{0,3}}(?:{FROM}|{OTHER}){LABEL_END}", re.IGNORECASE)
SUBJECT_LINE = re.compile(rf"\W{{0,3}}(?:{SUBJECT}){LABEL_END}", re.IGNORECASE)
# A line of dashes is no work: what once was taken is not given back (`+`), and the words are looked for first.
MARK_LINE = re.compile(
    rf"(?=[\W_]{{2,}}+(?:{MARK}))(?>\W*[-_=*#—]{{2,}}\W*)(?:{MARK})\b.{{0,60}}?[-_=*#—]{{2,}}+\W*+$"
    rf"|\W*+(?:{BEGINS})\W*+$",
    re.IGNORECASE,
)
QUOTE = re.compile(r"\s{0,3}(?:[A-Z]{1,2})?>")
RULE = re.compile(r"(?=[-_=+~#*—–ᐧ\s]*+$)[\s*]*(?:[-_=+~#*—–]{2}|ᐧ)")
# The one that RFC 3676 names, what phones make of it, and a line of underscores.
SIGNATURE = re.compile(r"\s?(?:--|[—–]+)\s*$|_{2,}\s*$")
DEVICE_LINE = re.compile(
    rf"\W*(?:{SENT})(?!\w)[^,]{{0,90}}(?:, (?:please|excuse|sorry|pardon)\b.*)?$|\W*(?:從我的|发自我的).{{1,40}}$",
    re.IGNORECASE,
)
