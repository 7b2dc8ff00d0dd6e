package io.ailb.agent;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
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

  /** All but picocli, which an agent never loads. */
  private static final String[] OURS = {
    "io.ailb.", "org.snakeyaml.", "org.slf4j.", "net.bytebuddy.", "com.fasterxml."
  };

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

  /** Ours at once: the platform would look for each in vain, and keep a lock for it. */
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!isOurs(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  private static boolean isOurs(String name) {
    for (String library : OURS) {
      if (name.startsWith(library)) {
        return true;
      }
    }
    return false;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = bytes(ROOT + name.replace('.', '/') + ".classdata");
    if (bytes == null) {
      throw new ClassNotFoundException(name);
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
        byte[] bytes = new byte[(int) found.getSize()];
        int unused = in.readNBytes(bytes, 0, bytes.length); // at once, not in pieces
        return bytes;
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
          : new URL(null, prefix + entry.substring(ROOT.length()), new Entry(name));
    } catch (MalformedURLException e) {
      return null;
    }
  }

  /** Reads from the jar that is open: the JDK's own way would open it once more. */
  private final class Entry extends URLStreamHandler {
    private final String name;

    private Entry(String name) {
      this.name = name;
    }

    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {
          // it is
        }

        @Override
        public InputStream getInputStream() throws IOException {
          InputStream in = getResourceAsStream(name);
          if (in == null) {
            throw new FileNotFoundException(url.toString());
          }
          return in;
        }
      };
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
