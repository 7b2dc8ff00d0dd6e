package io.ailb.simulator;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.EnumNamingStrategies;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** How specs, rules and logs are written in JSON: enums as {@code kebab-case}, no nulls. */
final class Wording {
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enumNamingStrategy(EnumNamingStrategies.KEBAB_CASE)
          .defaultPropertyInclusion(JsonInclude.Value.ALL_NON_NULL)
          .build();

  private Wording() {}
}
