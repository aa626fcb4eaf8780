package dev.acstoken.samples;

/** On a JVM: of Android itself, the SDK needs a Base64 decoder and a log. */
class KotlinSampleTest extends SampleAppContract {
  KotlinSampleTest() throws Exception {
    super(KotlinApp::signIn);
  }
}
