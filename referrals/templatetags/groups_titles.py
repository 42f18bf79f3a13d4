"""What a group is called, in templates."""

from django import template

from referrals import titles

register = template.Library()
register.filter("title_of", titles.title_of)
register.filter("summary_of", titles.summary_of)
register.filter("short_title", titles.short_title)
