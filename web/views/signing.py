"""Signing in and out: Django's own views with our templates and a limited number of attempts."""

from django.contrib.auth.views import LoginView, LogoutView

from web.signing_forms import SignInForm

sign_in = LoginView.as_view(
    template_name="web/sign_in.html", authentication_form=SignInForm, redirect_authenticated_user=True
)
sign_out = LogoutView.as_view()
