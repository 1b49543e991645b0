"""Every fault, and the list of what a run must survive: each line of it has its cases here.

`FAULTS` is the table, by name; `LIST` are the lines that people read, each with the faults that play it.
"""

from __future__ import annotations

from server import faults_content as content
from server import faults_wire as wire
from server.fault import Fault

FAULTS: dict[str, Fault] = {fault.name: fault for fault in (*wire.WIRE_FAULTS, *content.CONTENT_FAULTS)}


def _names(*words: str, among: tuple[Fault, ...]) -> tuple[str, ...]:
    """Return the names of the faults whose name has one of the words; of all of them without a word."""
    return tuple(each.name for each in among if not words or any(word in each.name for word in words))


LIST: dict[str, tuple[str, ...]] = {
    "refused": ("refused",),
    "DNS failure": ("no_such_name", "no_host_name"),
    "slow DNS names": ("slow_name",),
    "TLS: self-signed": ("tls_self_signed", "tls_unknown_authority"),
    "TLS: expired": ("tls_expired", "tls_not_yet"),
    "TLS: wrong name": ("tls_wrong_name", "tls_wrong_address"),
    "TLS: not agreed on": (
        "tls_closed",
        "tls_reset",
        "tls_not_spoken",
        "tls_too_old",
        "tls_wants_ours",
        "tls_asked_plainly",
    ),
    "TLS: broken later": ("tls_short_body", "tls_plain_inside"),
    "connect stall": ("connect_stall",),
    "TLS stall": ("tls_stall",),
    "header stall": ("header_stall", "half_header_stall", "tls_header_stall", "banner_stall"),
    "body stall": ("body_stall", "chunk_stall", "gzip_stall", "upload_stall"),
    "reset or close before headers": ("close_before_headers", "reset_before_headers", "close_after_1xx"),
    "reset or close in headers": ("close_in_headers", "reset_in_headers"),
    "reset or close in the body": ("reset_in_body", "reset_without_length"),
    "truncated chunked": ("truncated_chunked", "truncated_chunk"),
    "short body": ("short_body",),
    "extra bytes": ("extra_bytes", "extra_after_chunks"),
    "second unsolicited response": ("second_answer", "late_second_answer"),
    "invalid, negative, conflicting lengths": _names("length_", among=wire.FRAMING),
    "bad chunk size": (*_names("chunk_", among=wire.FRAMING), "coding_unknown"),
    "bad status line": ("bad_status_line",),
    "HTTP/0.9": ("http09",),
    "HTTP/2 bytes": ("http2",),
    "garbage": ("garbage", "banner", "header_illegal", "header_nul"),
    "header of 1 MB": ("header_1mb",),
    "10,000 headers": ("headers_10000",),
    "endless headers": _names("endless", among=wire.HEADS_TOO_LARGE),
    "endless body": ("endless_body", "endless_chunks", "tiny_chunks"),
    "slow drip": ("slow_drip", "slow_headers"),
    "endless 1xx": ("endless_1xx", "slow_1xx"),
    "1 TB claimed": ("claims_1tb", "claims_1tb_packed"),
    "gzip, deflate, br, zstd bombs": (
        "gzip_bomb",
        "members_bomb",
        "deflate_bomb",
        "brotli_bomb",
        "zstd_bomb",
        "unknown_coding",
    ),
    "nested": ("nested_bomb", "nested_truncated", "three_codings"),
    "truncated": ("gzip_truncated", "gzip_cut_in_checksum", "deflate_truncated", "gzip_of_nothing"),
    "wrong CRC": ("gzip_wrong_crc", "gzip_wrong_length", "deflate_wrong_crc", "gzip_and_more", "not_gzip"),
    "204 and 304 with a body": ("body_with_204", "body_with_304"),
    "status 999, 000, 101": _names(among=content.STATUSES),
    "redirect loop": ("redirect_loop",),
    "redirect chain": ("redirect_chain", "redirect_endless_body", "redirect_to_stall", "redirect_to_broken"),
    "redirect to another origin": ("redirect_elsewhere", "redirect_upload_elsewhere"),
    "redirect to file:": (
        "redirect_to_file",
        "redirect_to_script",
        "redirect_to_nonsense",
        "redirect_not_followed",
        "redirect_nowhere",
    ),
    "JSON: invalid": ("json_broken", "json_cut", "json_and_more", "json_nul", "json_names_twice"),
    "JSON: empty": ("json_empty", "json_blank"),
    "JSON: HTML instead": ("html_instead",),
    "JSON: BOM": ("json_bom",),
    "JSON: UTF-16": ("json_utf16", "json_utf16_bare"),
    "JSON: NaN": ("json_nan", "json_infinity", "json_nan_after_much"),
    "JSON: 100,000 nested arrays": ("json_deep", "json_deep_objects", "json_deep_enough"),
    "JSON: integer of 100,000 digits": (
        "json_long_integer",
        "json_long_integers",
        "json_integer_just_right",
    ),
    "JSON: lone surrogates": ("json_lone_surrogate",),
    "invalid UTF-8": ("json_invalid_utf8", "text_invalid_utf8", "charset_wrong", "text_nul"),
    "unknown charset": ("charset_unknown", "charset_long"),
    "charset=hex": ("charset_hex", "xml_charset_lies"),
    "texts that take long to look at": ("text_of_comments", "page_of_titles"),
    "XML entity bomb": ("xml_bomb", "xml_quadratic_bomb"),
    "XML external entity": ("xml_external_entity", "xml_parameter_entity", "xml_external_dtd"),
    "XML of 200,000 levels": ("xml_deep", "xml_deep_and_cut"),
    "XML: invalid": ("xml_cut", "xml_invalid_utf8", "xml_nul", "html_for_xml"),
    "connection closed while idle": ("closed_while_idle", "posted_after_idle_close"),
    "connection closed at the moment of reuse": (
        "closed_at_reuse",
        "reset_at_reuse",
        "posted_at_reuse",
        "closed_in_headers_at_reuse",
    ),
}
