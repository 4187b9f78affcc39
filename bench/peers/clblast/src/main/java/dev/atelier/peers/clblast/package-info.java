/** CLBlast as a peer of {@code bench products}. */
@NullMarked
package dev.atelier.peers.clblast;

import org.jspecify.annotations.NullMarked;
