/**
 * What the providers do not accept, one file a dialect, in their words. The rules look at a request
 * that is well-formed JSON and has what an answer needs.
 */
@NullMarked
package io.ailb.simulator.rule;

import org.jspecify.annotations.NullMarked;
