package io.ailb.translate;

import io.ailb.Endpoints;
import io.ailb.model.Auth;
import io.ailb.model.Dialect;
import io.ailb.model.ModelProfile;
import io.ailb.model.ModelTarget;
import io.ailb.model.Provider;
import io.ailb.profile.Profiles;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of models at the provider of each dialect. */
final class Known {
  private Known() {}

  static ModelProfile profile(Dialect dialect, String model, @Nullable String apiVersion) {
    Provider provider =
        switch (dialect) {
          case OPENAI_CHAT, OPENAI_RESPONSES -> Provider.OPENAI;
          case ANTHROPIC -> Provider.ANTHROPIC;
          case GEMINI -> Provider.GEMINI;
        };
    String url = provider.publicUrl();
    return Profiles.known()
        .of(
            Endpoints.of(provider, url, Auth.AUTO, Map.of(), Map.of(), apiVersion),
            ModelTarget.of(model));
  }
}
