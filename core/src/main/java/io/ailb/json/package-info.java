/**
 * Reads JSON where it lies: no tree, no copy, no allocation on the way. {@link
 * io.ailb.json.JsonCursor} walks a text that is all there, {@link io.ailb.json.MemberWatch} follows
 * one that arrives in pieces. Used on the request path only; where a tree is welcome, Jackson
 * reads.
 */
@NullMarked
package io.ailb.json;

import org.jspecify.annotations.NullMarked;
