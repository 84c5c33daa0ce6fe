from itsm.knowledge.models.word import Word

__all__ = ["Word"]
