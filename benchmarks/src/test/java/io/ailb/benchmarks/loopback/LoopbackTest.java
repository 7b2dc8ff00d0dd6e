package io.ailb.benchmarks.loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That {@code benchmarks/loopback} still measures what it says; how long a call takes is its. */
@Timeout(60)
class LoopbackTest {
  private static final List<Contender> CONTENDERS =
      Contender.all().stream()
          .filter(each -> List.of(Contender.OKHTTP, Contender.INTERCEPTOR).contains(each.name()))
          .toList();

  /** Each client looks at its answers, and ends where one is not as it should be. */
  @Test
  void aContenderIsMeasuredBesideItsBareClient() throws Exception {
    Map<Contender, Course> courses;
    try (Loopback loopback = new Loopback(CONTENDERS, Path.of("no-agent.jar"))) {
      courses = loopback.run(2, Duration.ofMillis(50));
    }
    Standing standing = new Standing(courses);
    assertThat(standing.json()).hasSize(2);
    for (JsonNode row : standing.json()) {
      assertThat(row.at("/one/p50Micros").asDouble()).as("%s", row).isPositive();
      assertThat(row.at("/threads64/perSecond").asDouble()).as("%s", row).isPositive();
      assertThat(row.at("/firstEvents/eventMicros").asDouble()).as("%s", row).isPositive();
    }
    assertThat(Tables.of(standing)).contains("| OkHttp, interceptor |");
    assertThat(Budgets.lines(courses.keySet(), standing))
        .hasSize(3)
        .allMatch(line -> line.contains("OkHttp, interceptor"));
  }

  @Test
  void bothWaysHaveTwoKilobytes() throws Exception {
    assertThat(Exchange.question(Exchange.MODEL, false)).hasSize(2048);
    assertThat(Exchange.question(Exchange.MODEL, true)).hasSize(2048).contains(Exchange.STREAM);
    assertThat(Exchange.answer()).hasSize(2048);
    assertThat(new ObjectMapper().readTree(Exchange.answer()).at("/usage/total_tokens").asInt())
        .isEqualTo(800);
  }

  @Test
  void anAnswerThatIsNoneIsFoundOut() {
    assertThatThrownBy(() -> Exchange.check(500, Exchange.answer()))
        .hasMessageContaining("answered 500");
    assertThatThrownBy(() -> Exchange.check(200, new byte[2048])).hasMessageContaining("200");
    byte[] broken = "data: 1\n\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Exchange.checkStream(200, broken, broken.length))
        .hasMessageContaining("a stream answered 200");
  }

  /** What is compared is compared round by round: a noisy round hurts both. */
  @Test
  void aRatioIsTheMedianOfRounds() {
    Course bare = new Course();
    Course other = new Course();
    double[][] rounds = {{10, 12}, {100, 130}, {10, 11}};
    for (double[] round : rounds) {
      bare.add(Load.ONE, new Taken(new Slice(1, 1, round[0], 0, 0, 0), 1));
      other.add(Load.ONE, new Taken(new Slice(1, 1, round[1], 0, 0, 0), 1));
    }
    assertThat(other.over(bare, Load.ONE, Taken::p50)).isEqualTo(1.2);
    assertThat(other.added(bare, Load.ONE, Taken::p50)).isEqualTo(2);
  }

  @Test
  void quantilesAreThoseOfAllThatWasTimed() {
    Samples samples = new Samples();
    for (int i = 2_000; i > 0; i--) {
      samples.add(i);
    }
    assertThat(samples.quantile(0.5)).isEqualTo(1_001);
    assertThat(samples.quantile(0.99)).isEqualTo(1_981);
    assertThat(new Samples().quantile(0.5)).isZero();
  }
}
