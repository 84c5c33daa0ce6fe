"""Who authorises a change: people the approvals can speak of, and whose own a change is."""
