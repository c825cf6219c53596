"""The models of the API's floor, where Django looks for them; each lives in the module of its idea."""

from cms.api.access import AccessToken

__all__ = ["AccessToken"]
