"""Where each layer's tiles come from: one module a layer, one statement a tile."""
