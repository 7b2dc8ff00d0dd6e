/**
 * The porch of ai-lb: start at {@link io.ailb.LoadBalancer}. Behind it a request walks through the
 * rooms once:
 *
 * <pre>
 *  porch -- recognise -- select ---------- outbound -- (adapter) -- answer -- settle -- observe -- expose
 *           ours at all?  who? hold a place  address     sends        read      learn     tell       show
 *                         (with limit, health)
 * </pre>
 *
 * {@link io.ailb.flow} is the walk itself. ARCHITECTURE.md has the floor plan.
 */
@NullMarked
package io.ailb;

import org.jspecify.annotations.NullMarked;
