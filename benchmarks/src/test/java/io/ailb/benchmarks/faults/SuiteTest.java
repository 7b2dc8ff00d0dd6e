package io.ailb.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.benchmarks.faults.Variant.Client;
import io.ailb.simulator.dialect.Provider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The scorecard that is promised, in short times; {@code benchmarks/faults --full} has the real.
 */
@Timeout(120)
class SuiteTest {
  /**
   * After output has reached the caller, there is nothing better than a clean error, unless
   * somebody can go on.
   */
  private static final Map<String, Set<Integer>> SAFE =
      Map.of("error", Set.of(8, 9, 10, 14), "resume", Set.of(14), "buffer", Set.of());

  @Test
  void theSixteenComeOutAsPromised() throws Exception {
    List<Variant> variants = new ArrayList<>();
    for (Client client : List.of(Client.OKHTTP, Client.OPENAI_JAVA, Client.JAVA_NET_HTTP)) {
      variants.add(new Variant(client, "error"));
      variants.add(new Variant(client, "buffer"));
      variants.add(new Variant(client, "resume"));
    }
    variants.add(new Variant(Client.JAVA_NET_HTTP_LINES, "error"));
    variants.add(new Variant(Client.JAVA_NET_HTTP_ASYNC, "error"));
    variants.add(new Variant(Client.JAVA_NET_HTTP_ASYNC, "resume", Provider.GEMINI, false));
    variants.add(new Variant(Client.OPENAI_JAVA, "buffer", Provider.ANTHROPIC, false));
    variants.add(new Variant(Client.OPENAI_JAVA, "error", Provider.GEMINI, true));
    variants.add(new Variant(Client.OPENAI_JAVA, "resume", Provider.ANTHROPIC, false));

    List<Variant> elsewhere =
        List.of(
            Variant.elsewhere(Client.OKHTTP, Provider.OPENAI),
            Variant.elsewhere(Client.OPENAI_JAVA, Provider.ANTHROPIC));
    List<Variant> all = new ArrayList<>(variants);
    all.addAll(elsewhere);

    Scorecard card = FaultRun.balanced(Times.SHORT, Draw.AS_DESCRIBED, all);

    for (Variant variant : elsewhere) {
      assertThat(card.verdicts(variant))
          .as("%s", card)
          .isEqualTo(Map.of(12, Verdict.PASS, 13, Verdict.PASS));
    }
    for (Variant variant : variants) {
      Set<Integer> safe = SAFE.get(variant.recovery());
      Map<Integer, Verdict> streamed = new HashMap<>();
      Map<Integer, Verdict> whole = new HashMap<>();
      for (int number = 1; number <= 16; number++) {
        streamed.put(number, safe.contains(number) ? Verdict.SAFE : Verdict.PASS);
        whole.put(number, Verdict.PASS);
      }
      assertThat(card.verdicts(variant, Mode.STREAMED)).as("%s", card).isEqualTo(streamed);
      assertThat(card.verdicts(variant, Mode.WHOLE)).as("%s", card).isEqualTo(whole);
      assertThat(card.sum(variant)).isEqualTo((16 - safe.size()) + "/0/" + safe.size() + "/0");
    }
  }
}
