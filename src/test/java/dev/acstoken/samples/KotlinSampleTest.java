package dev.acstoken.samples;

import dev.acstoken.interop.Interop;

/** On a JVM: of Android itself, the SDK needs a Base64 decoder, a log and a version number. */
@Interop
class KotlinSampleTest extends SampleAppContract {
  KotlinSampleTest() throws InterruptedException {
    super(Sample.ofMaven("kotlin", "ClientKt"));
  }
}
