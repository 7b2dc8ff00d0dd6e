package io.ailb;

import io.ailb.model.ApiKey;
import io.ailb.model.Auth;
import io.ailb.model.Endpoint;
import io.ailb.model.ModelMap;
import io.ailb.model.Price;
import io.ailb.model.Provider;
import io.ailb.model.Secret;
import io.ailb.model.Traits;
import java.net.URI;
import java.util.Map;
import java.util.Set;

/** Endpoints for tests of single rooms. */
public final class Endpoints {
  private Endpoints() {}

  public static Endpoint of(Provider provider, String baseUrl) {
    return of(provider, baseUrl, Auth.AUTO, Map.of(), Map.of(), null);
  }

  public static Endpoint of(
      Provider provider,
      String baseUrl,
      Auth auth,
      Map<String, String> headers,
      Map<String, String> query,
      String apiVersion) {
    return new Endpoint(
        "default",
        "one",
        provider,
        URI.create(baseUrl),
        ApiKey.of(Secret.of("sk-endpoint")),
        "id",
        auth,
        ModelMap.unchanged(),
        null,
        1,
        1,
        Price.UNKNOWN,
        null,
        apiVersion,
        Set.of(),
        headers,
        query,
        Traits.NONE);
  }
}
