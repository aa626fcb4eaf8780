/** Offline tests of the deployment: the Bicep templates, the azd project and its scripts. */
@NullMarked
package dev.acstoken.infra;

import org.jspecify.annotations.NullMarked;
