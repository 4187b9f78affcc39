package dev.atelier.runner;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendException;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.BackendProvider;
import dev.atelier.engine.backend.Probe;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.tck.ReferenceBackend;
import java.util.List;

/** A device that is gone after a while, as one on a loose cable is: from then on every call fails. Not registered as a service. */
public final class VanishingBackendProvider implements BackendProvider {
    private static final int TRANSFERS = 100;

    @Override
    public String name() {
        return "vanishing";
    }

    @Override
    public Probe probe() {
        return Probe.usable(name(), "for a while", List.of(new VanishingBackend().device()));
    }

    @Override
    public Backend open(BackendOptions options) {
        return new VanishingBackend();
    }

    private static final class VanishingBackend extends ReferenceBackend {
        private int transfers;

        private void use() {
            if (transfers > TRANSFERS) {
                throw new BackendException("clFinish: CL_DEVICE_NOT_AVAILABLE (-2)\nlost on the bus");
            }
        }

        @Override
        protected void download(Tensor tensor, float[] target) {
            transfers++;
            use();
            super.download(tensor, target);
        }

        @Override
        protected void finish() {
            use();
        }
    }
}
