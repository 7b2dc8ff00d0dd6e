/**
 * What is known of hosts and models beforehand: {@link io.ailb.profile.Profiles}, which reads
 * {@code profiles.json} when it is first asked. Threads: any; nothing here changes.
 */
@NullMarked
package io.ailb.profile;

import org.jspecify.annotations.NullMarked;
