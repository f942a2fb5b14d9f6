"""Training of the two small models; needs the extra `train`, never imported when a graph is built."""
