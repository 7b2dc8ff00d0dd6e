package io.ailb.benchmarks;

import com.alibaba.fastjson2.JSON;
import com.fasterxml.jackson.core.json.PackageVersion;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import okhttp3.OkHttp;
import org.openjdk.jmh.util.Version;

/** What a reader of figures has to know: who measured what on which machine, and when. */
public final class About {
  private About() {}

  /**
   * The head of a file of figures.
   *
   * @param script from the project's root, such as {@code benchmarks/run}
   * @param arguments that it was given
   */
  public static ObjectNode command(String script, String arguments) {
    ObjectNode about = new ObjectMapper().createObjectNode();
    about.put("command", (script + " " + arguments).strip());
    about.put("commit", System.getProperty("ailb.commit", "unknown"));
    about.put("at", Instant.now().toString());
    ObjectNode machine = about.putObject("machine");
    machine.put("processors", Runtime.getRuntime().availableProcessors());
    machine.put("cpu", System.getProperty("ailb.cpu", "unknown"));
    machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("architecture", System.getProperty("os.arch"));
    machine.put("load", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    ObjectNode versions = about.putObject("versions");
    versions.put("jdk", Runtime.version().toString());
    versions.put("vendor", System.getProperty("java.vendor"));
    versions.put("jackson", PackageVersion.VERSION.toString());
    versions.put("jmh", Version.getPlainVersion());
    versions.put("okhttp", OkHttp.VERSION);
    versions.put("fastjson2", JSON.VERSION);
    return about;
  }
}
