package io.ailb.select;

import io.ailb.health.Rest;
import io.ailb.limit.QuotaSet;

/**
 * What one key, or one group of keys that share their limits, may use of one model: providers count
 * and refuse by this, whichever endpoints and pools use it.
 *
 * @param quotas its limits
 * @param rest its pause after a rate limit
 */
record Account(QuotaSet quotas, Rest rest) {}
