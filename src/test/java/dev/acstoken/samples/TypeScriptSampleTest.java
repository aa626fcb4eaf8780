package dev.acstoken.samples;

class TypeScriptSampleTest extends SampleAppContract {
  TypeScriptSampleTest() throws Exception {
    super(TypeScriptApp::signIn);
  }
}
