"""Every write of the floor, one public function per use case."""
