"""Every write of notices, one public function per use case; no HTTP."""
