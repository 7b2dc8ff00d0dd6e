package io.ailb.expose;

import java.util.Date;
import java.util.List;

/** ai-lb in this JVM. */
@Describe("ai-lb in this JVM: what it does and with which configuration")
public interface AiLbMXBean {
  @Describe("The version of ai-lb")
  String getVersion();

  @Describe(
      "active: requests are taken over; off: none is; observe: each goes out as it came, and figures"
          + " are as if the chosen endpoint had given the answer")
  String getMode();

  void setMode(String mode);

  @Describe("The configuration file; empty if the program made the configuration")
  String getConfigFile();

  @Describe("When the running configuration was loaded")
  Date getConfigLoadedAt();

  @Describe("Why the last reload was rejected, the first error; empty if it was not")
  String getConfigError();

  @Describe("The names of the pools")
  List<String> getPools();

  @Unit("requests")
  @Describe("Requests taken over since start")
  long getTakenOverTotal();

  @Unit("requests")
  @Describe("Requests that looked like ours but were sent on untouched")
  long getPassedThroughTotal();

  @Describe(value = "Reads the configuration again; a bad one changes nothing", action = true)
  String reload();

  @Describe(value = "Changes how much is logged", action = true)
  String setLogLevel(
      @Describe(name = "level", value = "error, warn, info, debug or trace") String level);

  @Describe("Everything that helps to help: versions, configuration without keys, figures")
  String diagnostics();
}
