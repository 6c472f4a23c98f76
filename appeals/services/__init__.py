"""Every write to an appeal, one public function per use case; no HTTP."""
