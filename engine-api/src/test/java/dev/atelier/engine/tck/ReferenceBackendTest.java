package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Backend;

/** The reference backend keeps every promise. */
class ReferenceBackendTest extends BackendConformance {
    @Override
    protected Backend openBackend() {
        return new ReferenceBackend();
    }

    @Override
    protected long liveBlocks(Backend backend) {
        return ((ReferenceBackend) backend).liveBlocks();
    }
}
