package dev.acstoken.samples;

import dev.acstoken.interop.Interop;

/**
 * Runs the Kotlin sample on a JVM, where the SDK needs only Base64, the log and a version number of
 * Android.
 */
@Interop
class KotlinSampleTest extends SampleAppContract {
  KotlinSampleTest() throws InterruptedException {
    super(Sample.ofMaven("kotlin", "ClientKt"));
  }
}
