/**
 * The neutral form between dialects: requests, and answers as events. It is a superset, designed
 * from the richest dialect of each concept, so that whatever is lost is lost by an encoder, which
 * says so to its {@link io.ailb.translate.neutral.Target}. Start at {@link
 * io.ailb.translate.neutral.Codec}.
 */
@NullMarked
package io.ailb.translate.neutral;

import org.jspecify.annotations.NullMarked;
