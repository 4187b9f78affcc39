package example.plain;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.tck.BackendConformance;

/** All that it takes to hold a backend to every promise of the SPI. */
class PlainBackendTest extends BackendConformance {
    @Override
    protected Backend openBackend() {
        return Backends.open("plain", BackendOptions.defaults());
    }
}
