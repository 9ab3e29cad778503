#!/usr/bin/env python3
"""Reads mails with Python's own parser, which raises on every defect, and holds them against what they were made of.

usage: strict_parser.py FOLDER      one folder inside for each letter: mail.eml, and a file for each thing it must say
"""
import email
import email.header
import email.policy
import os
import re
import sys

POLICY = email.policy.strict.clone(linesep="\r\n")


def contents(folder, name):
    with open(os.path.join(folder, name), "rb") as file:
        return file.read()


def words(folder, name):
    return contents(folder, name).decode("utf-8")  # strictly


def check(what, got, wanted):
    if got != wanted:
        raise AssertionError(f"{what} is {got!r}, not {wanted!r}")


def exact_name(mail, header):
    """As email.header decodes it; the parser of addresses leaves a blank between two encoded words (gh-92081)."""
    field = re.search(rb"^" + header.encode() + rb": ((?:.*\r\n)(?: .*\r\n)*)", mail, re.M)[1].decode()
    phrase = field.replace("\r\n", "").rsplit("<", 1)[0].strip() if "<" in field else ""
    if phrase.startswith('"'):
        return re.sub(r"\\(.)", r"\1", phrase[1:-1])
    return str(email.header.make_header(email.header.decode_header(phrase)))


def check_mailbox(mail, message, header, folder, name):
    wanted = words(folder, name)
    check(f"the name in {header}", exact_name(mail, header), wanted)
    for address in message[header].addresses:
        check(f"the name in {header}", address.display_name.replace(" ", ""), wanted.replace(" ", ""))


def text_of(part):
    decoded = part.get_payload(decode=True).decode(part.get_content_charset())
    return decoded.replace("\r\n", "\n")


def check_texts(message, folder):
    body = message.get_body(("plain",))
    check("the text", text_of(body), words(folder, "text"))
    html = words(folder, "html")
    found = message.get_body(("html",))
    check("having HTML", found is not None, html != "")
    if found is not None:
        check("the HTML", text_of(found), html)
    check("the order", [part.get_content_subtype() for part in message.walk()
                        if part.get_content_maintype() == "text" and part.get_filename() is None],
          ["plain", "html"] if html else ["plain"])


def check_files(message, folder):
    files = list(message.iter_attachments())
    wanted = sorted(name for name in os.listdir(folder) if name.startswith("file-") and name.endswith(".name"))
    check("the number of attachments", len(files), len(wanted))
    for part, name in zip(files, wanted):
        check("a file's name", part.get_filename() or "", words(folder, name))
        check("a file", part.get_payload(decode=True), contents(folder, name.replace(".name", ".bytes")))


def check_letter(folder):
    mail = contents(folder, "mail.eml")
    check("bare line ends", re.search(rb"\r(?!\n)|(?<!\r)\n", mail), None)
    message = email.message_from_bytes(mail, policy=POLICY)
    for part in message.walk():
        check("defects", part.defects, [])
        for name, value in part.items():
            check(f"defects of {name}", list(getattr(value, "defects", [])), [])
    check("the subject", message["Subject"] or "", words(folder, "subject"))
    check_mailbox(mail, message, "From", folder, "from")
    check_mailbox(mail, message, "To", folder, "to")
    check("the receivers", [one.addr_spec for one in message["To"].addresses], ["berta@client.example"])
    check("hidden copies", message["Bcc"], None)
    check_texts(message, folder)
    check_files(message, folder)


def main():
    failed = 0
    folders = sorted(os.listdir(sys.argv[1]))
    for name in folders:
        try:
            check_letter(os.path.join(sys.argv[1], name))
        except Exception as why:  # whatever the parser raises is a finding
            print(f"{name}: {type(why).__name__}: {why}")
            failed += 1
    print(f"{len(folders) - failed} of {len(folders)} mails are sound")
    return 1 if failed or not folders else 0


sys.exit(main())
