/** What the modules are like as others get them: installed, without the build that made them. */
package dev.atelier.artifacts;
