"""The apps of the platforms as far as a tester needs them: publishing a post by hand, and bringing its link back."""
