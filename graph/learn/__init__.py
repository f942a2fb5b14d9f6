"""Training of the models; needs the extra `train`, never imported when a graph is built."""
