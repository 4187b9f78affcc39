package dev.atelier.engine.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.Ops;
import dev.atelier.engine.backend.UpdateRule;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the kit iterates over is complete, so that an addition to the SPI can't escape it. */
class CatalogueTest {
    @Test
    void everyOperationIsInTheCatalogue() {
        assertThat(new Catalogue(5, 4, 3).operations())
                .extracting(Operation::name)
                .doesNotHaveDuplicates()
                .hasSameElementsAs(Arrays.stream(Ops.class.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                        .map(Method::getName)
                        .collect(Collectors.toSet()));
    }

    @Test
    void everyPrimitiveIsForwardedWhenFusedOperationsAreComposed() {
        assertThat(Arrays.stream(PrimitiveOps.class.getDeclaredMethods())
                        .filter(method -> !method.isSynthetic())
                        .map(Method::getName)
                        .collect(Collectors.toSet()))
                .isEqualTo(Arrays.stream(Ops.class.getDeclaredMethods())
                        .filter(method -> Modifier.isAbstract(method.getModifiers()))
                        .map(Method::getName)
                        .collect(Collectors.toSet()));
    }

    @Test
    void everyActivationIsTried() {
        assertThat(ActivationOracle.functions())
                .extracting(ActivationFunction::kind)
                .contains(Activation.values());
    }

    @Test
    void everyKindOfUpdateIsTried() {
        assertThat(UpdateOracle.RULES.stream().map(Object::getClass).collect(Collectors.toSet()))
                .isEqualTo(
                        Arrays.stream(UpdateRule.class.getPermittedSubclasses()).collect(Collectors.toSet()));
    }
}
