"""What communication proves of a change's contract: whom its notices reached in time, and who confirmed them."""
