from comms.models.delivery import Delivery
from comms.models.notification import Notification
from comms.models.preference import Group, Preference
from comms.models.reason import Reason

__all__ = ["Delivery", "Group", "Notification", "Preference", "Reason"]
