/** What is deployed to Azure: the Bicep templates, the azd project and its scripts, offline. */
@NullMarked
package dev.acstoken.infra;

import org.jspecify.annotations.NullMarked;
