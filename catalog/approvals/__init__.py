"""Agreeing: who is asked before something is given or done, what they are shown, and what their answer does.

It knows tickets of any kind. A practice says how many steps there are (`asking.ask`) and what is agreed to
(`subject.register_subject`), and has two verbs: `approve` and `decline`.
"""
