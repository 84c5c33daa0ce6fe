"""The library of change models: what is done often and safely enough to be authorised once for all."""
