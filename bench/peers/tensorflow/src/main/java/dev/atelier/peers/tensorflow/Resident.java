package dev.atelier.peers.tensorflow;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.family.TType;

/**
 * Data that are loaded once and stay in the session.
 *
 * @param value what the graph reads
 * @param source what is fed to load them
 * @param load copies the source to the value
 */
record Resident<T extends TType>(Operand<T> value, Operand<T> source, Op load) {
    /** Makes room for data of this shape. */
    static <T extends TType> Resident<T> of(Ops tf, Class<T> type, Shape shape) {
        Operand<T> variable = tf.variable(shape, type);
        Operand<T> source = tf.placeholder(type, Placeholder.shape(shape));
        return new Resident<>(variable, source, tf.assign(variable, source));
    }
}
