/**
 * The nouns: what a provider, an endpoint, a call, its usage and its outcome are. Immutable values
 * without behaviour beyond their own meaning; every room may use them and they use no room.
 */
@NullMarked
package io.ailb.model;

import org.jspecify.annotations.NullMarked;
