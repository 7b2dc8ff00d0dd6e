package io.ailb.agent.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ailb.config.PoolConfig;
import io.ailb.model.Dialect;
import io.ailb.model.Endpoint;
import io.ailb.model.Glob;
import io.ailb.model.HttpFields;
import io.ailb.model.Provider;
import io.ailb.select.MemberSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an application asks for a model, in plain text.
 *
 * @param stream whether the answer is to come piece by piece
 */
public record Ask(
    String scheme, String host, int port, Dialect dialect, String model, boolean stream) {
  static final HttpFields HEADERS = HttpFields.of("content-type", "application/json");

  private static final int BYTES_PER_TOKEN = 4;

  /** A model of each provider, where a configuration names none. */
  private static final Map<Provider, String> USUAL =
      Map.of(
          Provider.OPENAI, "gpt-4o-mini",
          Provider.AZURE_OPENAI, "gpt-4o-mini",
          Provider.ANTHROPIC, "claude-haiku-4-5",
          Provider.GEMINI, "gemini-2.5-flash",
          Provider.OPENAI_COMPATIBLE, "a-model");

  /** How the hosts whose requests this pool takes are asked, each in the dialect of its own. */
  public static List<Ask> of(PoolConfig pool, String model, boolean stream) {
    Map<String, Ask> asks = new LinkedHashMap<>();
    for (Provider provider : Provider.values()) {
      String url = provider.publicUrl();
      if (url != null) {
        add(asks, URI.create(url), provider, model, stream);
      }
    }
    for (MemberSettings member : pool.pool().members()) {
      Endpoint endpoint = member.endpoint();
      add(asks, endpoint.baseUrl(), endpoint.provider(), model, stream);
    }
    List<Glob> hosts = pool.match().hosts();
    if (hosts == null) {
      asks.keySet().retainAll(pool.match().knownHosts());
      return List.copyOf(asks.values());
    }
    List<Ask> matching = new ArrayList<>();
    for (Glob host : hosts) {
      if (host.isLiteral()) {
        Ask known = asks.get(host.toString());
        matching.add(known != null ? known : at(host.toString(), model, stream));
      } else {
        asks.values().stream().filter(ask -> host.matches(ask.host)).forEach(matching::add);
      }
    }
    return matching;
  }

  private static void add(
      Map<String, Ask> asks, URI url, Provider provider, String model, boolean stream) {
    int port = url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("http") ? 80 : 443;
    asks.putIfAbsent(
        url.getHost(),
        new Ask(url.getScheme(), url.getHost(), port, provider.dialects().get(0), model, stream));
  }

  /** A host that no endpoint has, such as a gateway of one's own. */
  private static Ask at(String hostAndPort, String model, boolean stream) {
    int colon = hostAndPort.indexOf(':');
    String host = colon < 0 ? hostAndPort : hostAndPort.substring(0, colon);
    int port = colon < 0 ? 443 : Integer.parseInt(hostAndPort.substring(colon + 1));
    return new Ask("https", host, port, Dialect.OPENAI_CHAT, model, stream);
  }

  /** A model that the pool serves: the first that it names, else a usual one. */
  public static @Nullable String someModel(PoolConfig pool) {
    List<MemberSettings> members = pool.pool().members();
    for (MemberSettings member : members) {
      for (String name : member.endpoint().models().entries().keySet()) {
        if (Glob.of(name).isLiteral()) {
          return name;
        }
      }
    }
    for (MemberSettings member : members) {
      String own = USUAL.get(member.endpoint().provider());
      List<String> usual = new ArrayList<>(own == null ? List.of() : List.of(own));
      Arrays.stream(Provider.values()).map(USUAL::get).forEach(usual::add);
      for (String name : usual) {
        if (name != null && member.endpoint().models().target(name) != null) {
          return name;
        }
      }
    }
    return null;
  }

  /** Of the URL, without the query. */
  public String path() {
    return switch (dialect) {
      case OPENAI_CHAT ->
          host.endsWith(".openai.azure.com")
              ? "/openai/deployments/" + model + "/chat/completions"
              : "/v1/chat/completions";
      case OPENAI_RESPONSES -> "/v1/responses";
      case ANTHROPIC -> "/v1/messages";
      case GEMINI ->
          "/v1beta/models/" + model + (stream ? ":streamGenerateContent" : ":generateContent");
    };
  }

  String pathAndQuery() {
    return switch (dialect) {
      case GEMINI -> path() + (stream ? "?alt=sse" : "");
      default -> path();
    };
  }

  /** A body of about so many tokens. */
  byte[] body(int tokens) {
    return body(tokens, -1);
  }

  /**
   * The same with a bound on its answer.
   *
   * @param most tokens; -1 = as usual
   */
  byte[] body(int tokens, long most) {
    return filled(before(most), after(most), tokens);
  }

  /** What stands around a text of so many tokens. */
  static byte[] filled(String begins, String ends, int tokens) {
    byte[] before = begins.getBytes(UTF_8);
    byte[] after = ends.getBytes(UTF_8);
    int length = Math.max(before.length + 1 + after.length, tokens * BYTES_PER_TOKEN);
    byte[] body = Arrays.copyOf(before, length);
    for (int i = before.length; i < length - after.length; i++) {
      body[i] = (byte) (i % BYTES_PER_TOKEN == 0 ? ' ' : 'a'); // words: without blanks it is a file
    }
    System.arraycopy(after, 0, body, length - after.length, after.length);
    return body;
  }

  private String before(long most) {
    String named = "{\"model\":\"" + escaped(model) + "\"";
    String streamed = stream ? ",\"stream\":true" : "";
    String bounded = most < 0 ? "" : ",\"max_completion_tokens\":" + most;
    return switch (dialect) {
      case OPENAI_CHAT ->
          named + streamed + bounded + ",\"messages\":[{\"role\":\"user\",\"content\":\"";
      case OPENAI_RESPONSES -> named + streamed + ",\"input\":\"";
      case ANTHROPIC ->
          named
              + streamed
              + ",\"max_tokens\":"
              + (most < 0 ? 4096 : most)
              + ",\"messages\":[{\"role\":\"user\",\"content\":\"";
      case GEMINI -> "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"";
    };
  }

  private String after(long most) {
    return switch (dialect) {
      case OPENAI_CHAT, ANTHROPIC -> "\"}]}";
      case OPENAI_RESPONSES -> "\"" + (most < 0 ? "" : ",\"max_output_tokens\":" + most) + "}";
      case GEMINI ->
          "\"}]}]"
              + (most < 0 ? "" : ",\"generationConfig\":{\"maxOutputTokens\":" + most + "}")
              + "}";
    };
  }

  static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
