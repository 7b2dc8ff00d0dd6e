package io.ailb.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.limit.Limits;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SimulatorProcessTest extends SimulatorContract {
  private static SimulatorProcess simulator;

  @BeforeAll
  static void startProcess() {
    simulator = SimulatorProcess.start(classPath());
  }

  @AfterAll
  static void endProcess() {
    simulator.close();
  }

  @Override
  Simulator simulator() {
    return simulator;
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  @Test
  void thisSideLoadsNoOkHttp() throws Exception {
    try (URLClassLoader loader = new WithoutOkHttp()) {
      assertThatThrownBy(() -> loader.loadClass("okhttp3.OkHttpClient"))
          .isInstanceOf(ClassNotFoundException.class);
      Runnable tour =
          (Runnable) loader.loadClass(Tour.class.getName()).getConstructor().newInstance();
      tour.run();

      assertThat(tour.getClass()).isNotEqualTo(Tour.class);
      assertThat(tour.toString()).isEqualTo("tour of 1 request");
    }
  }

  /** Calls everything once; loaded where there is no OkHttp. */
  public static final class Tour implements Runnable {
    private int requests;

    @Override
    public void run() {
      try (SimulatorProcess process = SimulatorProcess.start(classPath())) {
        SimulatedEndpoint endpoint =
            process.start(
                EndpointSpec.builder("e", Provider.OPENAI)
                    .limits(Limits.builder().rpm(5).build())
                    .build());
        process.script("e", FaultRule.of(new Fault.Cut(1, true)));
        process.clearScript("e");
        process.limits("e", null);
        process.canaries(Map.of("app", "key-of-the-app"));
        process.down("e");
        process.up("e");
        Caller.send(Caller.ask(endpoint, false));
        requests = process.log("e").size();
        process.stats("e");
        process.leaks();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String toString() {
      return "tour of " + requests + " request";
    }
  }

  /** The class path of this test without OkHttp, Okio and MockWebServer. */
  private static final class WithoutOkHttp extends URLClassLoader {
    WithoutOkHttp() {
      super(urls(), ClassLoader.getPlatformClassLoader());
    }

    private static URL[] urls() {
      return Stream.of(classPath().split(File.pathSeparator, -1))
          .filter(entry -> !entry.matches(".*/(okhttp|okio|mockwebserver)[^/]*\\.jar"))
          .map(WithoutOkHttp::url)
          .toArray(URL[]::new);
    }

    private static URL url(String entry) {
      try {
        return Path.of(entry).toUri().toURL();
      } catch (MalformedURLException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void theProcessEndsWhenItsParentIsGone() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process child =
        new ProcessBuilder(java, "-cp", classPath(), Main.class.getName(), Main.UNTIL_STDIN_CLOSES)
            .start();
    assertThat(child.inputReader().readLine()).startsWith("control http://127.0.0.1:");

    child.getOutputStream().close();

    assertThat(child.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isZero();
  }

  @Test
  void aMissingClassPathSaysWhatToDo() {
    assertThatThrownBy(SimulatorProcess::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("set the system property simulator.classpath to");
  }
}
