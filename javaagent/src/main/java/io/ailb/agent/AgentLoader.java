package io.ailb.agent;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.CodeSource;
import java.util.Collections;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Loads what is ours and third parties' from under {@code inst/} of the agent's jar, where classes
 * are named {@code .classdata}: no loader and no scanner of the application finds them, and the
 * application's own versions of the same libraries are not found here. Its parent is the platform
 * loader, which has java.management and java.net.http.
 */
final class AgentLoader extends ClassLoader {
  private static final String ROOT = "inst/";
  private static final String CLASS = ".class";

  static {
    registerAsParallelCapable();
  }

  private final File file;
  private final JarFile jar;
  private final String prefix;

  private AgentLoader(File file, JarFile jar) throws MalformedURLException {
    super("ai-lb", ClassLoader.getPlatformClassLoader());
    this.file = file;
    this.jar = jar;
    this.prefix = "jar:" + file.toURI() + "!/" + ROOT;
  }

  /**
   * Opens the jar that this class came from.
   *
   * @throws IllegalStateException if that is not the agent's jar as we build it
   */
  static AgentLoader ofThisJar() throws IOException, URISyntaxException {
    CodeSource source = AgentLoader.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new IllegalStateException("its jar cannot be found");
    }
    File file = new File(source.getLocation().toURI());
    // Signatures, if any, are for those who download it: checking them on each start is slow.
    JarFile jar = new JarFile(file, false);
    Manifest manifest = jar.getManifest();
    String agent = manifest == null ? null : manifest.getMainAttributes().getValue("Premain-Class");
    if (!Agent.class.getName().equals(agent)) {
      jar.close();
      throw new IllegalStateException(
          file + " is not ai-lb.jar: it cannot be merged into another jar");
    }
    return new AgentLoader(file, jar);
  }

  /** The agent's jar. */
  File jar() {
    return file;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = bytes(ROOT + name.replace('.', '/') + ".classdata");
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    int dot = name.lastIndexOf('.');
    String room = dot < 0 ? "" : name.substring(0, dot);
    if (getDefinedPackage(room) == null) {
      try {
        definePackage(room, null, null, null, null, null, null, null);
      } catch (IllegalArgumentException e) {
        // another thread was faster
      }
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  private byte @Nullable [] bytes(String entry) {
    try {
      JarEntry found = jar.getJarEntry(entry);
      if (found == null) {
        return null;
      }
      try (InputStream in = jar.getInputStream(found)) {
        return in.readAllBytes();
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + entry + " of " + file, e);
    }
  }

  private static String entry(String resource) {
    return ROOT
        + (resource.endsWith(CLASS)
            ? resource.substring(0, resource.length() - CLASS.length()) + ".classdata"
            : resource);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    String entry = entry(name);
    try {
      return jar.getJarEntry(entry) == null
          ? null
          : new URL(prefix + entry.substring(ROOT.length()));
    } catch (MalformedURLException e) {
      return null;
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL found = findResource(name);
    return found == null
        ? Collections.emptyEnumeration()
        : Collections.enumeration(Collections.singleton(found));
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    byte[] bytes = bytes(entry(name)); // without a URL, whose handler would open the jar once more
    return bytes != null ? new ByteArrayInputStream(bytes) : super.getResourceAsStream(name);
  }
}
