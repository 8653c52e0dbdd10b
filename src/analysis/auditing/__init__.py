"""The auditor: reads finished reports as an outsider would and says what they tell. Shares no code with the rooms that decide and draw."""
