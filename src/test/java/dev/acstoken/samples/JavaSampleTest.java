package dev.acstoken.samples;

class JavaSampleTest extends SampleAppContract {
  JavaSampleTest() throws Exception {
    super(JavaApp::signIn);
  }
}
