package io.ailb.simulator.wire;

import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A new self-signed certificate for loopback, with its key. */
public final class Certificate {
  private final HeldCertificate held =
      new HeldCertificate.Builder()
          .commonName("ai-lb simulator")
          .addSubjectAlternativeName("localhost")
          .addSubjectAlternativeName("127.0.0.1")
          .duration(30, TimeUnit.DAYS)
          .build();

  /** For those who have to trust it. */
  public String pem() {
    return held.certificatePem();
  }

  SSLSocketFactory sslSocketFactory() {
    return new HandshakeCertificates.Builder().heldCertificate(held).build().sslSocketFactory();
  }
}
