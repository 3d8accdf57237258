"""The table of problems: status and sentences for every `code` of `corpus.errors`.

A sentence says what happened, to which thing, why, and what to do about it. `{name}` stands for the
fact of that name.
"""

from dataclasses import dataclass

__all__ = ["PROBLEMS", "ProblemKind"]


@dataclass(frozen=True, slots=True)
class ProblemKind:
    status: int
    fa: str
    en: str


PROBLEMS: dict[str, ProblemKind] = {
    "error": ProblemKind(
        500,
        "خطایی رخ داد که برنامه آن را نمی‌شناسد. دوباره تلاش کنید؛ اگر ماند، شناسهٔ خطا را به مدیر سامانه بدهید.",
        "Something failed that the program does not know. Try again; if it stays, give the error id to "
        "the administrator.",
    ),
    "unreadable": ProblemKind(
        422,
        "پروندهٔ «{file}» خوانده نشد. آن را در برنامهٔ خودش باز کنید، دوباره ذخیره کنید و از نو بارگذاری کنید.",
        "The file “{file}” could not be read. Open it in its own program, save it again and upload it anew.",
    ),
    "unknown_format": ProblemKind(
        415,
        "قالب پروندهٔ «{file}» شناخته نشد (محتوای آن: {detected}). آن را به PDF، Word، PowerPoint، Excel، "
        "HTML یا متن ساده تبدیل کنید.",
        "The format of “{file}” is not known (its content: {detected}). Convert it to PDF, Word, "
        "PowerPoint, Excel, HTML or plain text.",
    ),
    "empty_file": ProblemKind(
        422,
        "پروندهٔ «{file}» خالی است یا هیچ متنی در آن نیست. نسخهٔ کامل آن را بارگذاری کنید.",
        "The file “{file}” is empty or holds no text. Upload its complete version.",
    ),
    "encrypted_file": ProblemKind(
        422,
        "پروندهٔ «{file}» گذرواژه دارد و خوانده نمی‌شود. اگر PDF یا پروندهٔ Word، Excel یا PowerPoint "
        "است، گذرواژه‌اش را همین‌جا بدهید؛ وگرنه گذرواژه را در برنامهٔ خودش بردارید و دوباره بارگذاری کنید.",
        "The file “{file}” is protected by a password. If it is a PDF or a Word, Excel or PowerPoint file, "
        "give its password; otherwise remove the password in its own program and upload it again.",
    ),
    "wrong_file_password": ProblemKind(
        422,
        "گذرواژه‌ای که دادید پروندهٔ «{file}» را باز نمی‌کند. گذرواژه را از فرستندهٔ پرونده بپرسید و دوباره بدهید.",
        "The password given does not open “{file}”. Ask the sender of the file and give it again.",
    ),
    "no_password_needed": ProblemKind(
        422,
        "به پروندهٔ «{file}» نمی‌توان گذرواژه داد: یا گذرواژه ندارد یا نه PDF است و نه پروندهٔ Office. آن را "
        "بی گذرواژه بفرستید یا گذرواژه را در برنامهٔ خودش بردارید.",
        "“{file}” takes no password: it has none, or it is neither a PDF nor an Office file. Send it without "
        "one, or remove the password in its own program.",
    ),
    "damaged_file": ProblemKind(
        422,
        "پروندهٔ «{file}» آسیب دیده است ({detail}). نسخهٔ سالم آن را بارگذاری کنید.",
        "The file “{file}” is damaged ({detail}). Upload a sound copy.",
    ),
    "file_too_large": ProblemKind(
        413,
        "پروندهٔ «{file}» بزرگ‌تر از اندازهٔ مجاز است: {size} از {limit} {measure}. آن را به چند پرونده "
        "بخش کنید یا از مدیر بخواهید اندازهٔ مجاز را بیشتر کند.",
        "The file “{file}” is larger than allowed: {size} of {limit} {measure}. Split it, or ask the "
        "administrator to raise the limit.",
    ),
    "reading_timed_out": ProblemKind(
        422,
        "خواندن پروندهٔ «{file}» در {seconds} ثانیه تمام نشد و کنار گذاشته شد. آن را به چند پرونده بخش "
        "کنید یا «تلاش دوباره» را بزنید.",
        "Reading “{file}” did not end within {seconds} seconds and was given up. Split the file, or try again.",
    ),
    "reading_process_died": ProblemKind(
        422,
        "خواندن پروندهٔ «{file}» نیمه‌کاره ماند ({detail})؛ شاید حافظه کم آمده است. «تلاش دوباره» را "
        "بزنید یا پرونده را کوچک‌تر کنید.",
        "Reading “{file}” was broken off ({detail}); memory may have run out. Try again, or make the file "
        "smaller.",
    ),
    "reader_missing": ProblemKind(
        503,
        "برای خواندن پروندهٔ «{file}» برنامهٔ {program} لازم است که روی این دستگاه نیست. بستهٔ {package} را نصب "
        "کنید و «تلاش دوباره» را بزنید، یا پرونده را در قالب تازه (docx، xlsx یا pptx) ذخیره کنید.",
        "Reading “{file}” needs the program {program}, which is not installed on this machine. Install the "
        "package {package} and try again, or save the file in a new format (docx, xlsx or pptx).",
    ),
    "inaccessible_path": ProblemKind(
        403,
        "برنامه به «{path}» دسترسی ندارد ({detail}). نشانی و اجازه‌های آن را وارسی کنید.",
        "The program may not read “{path}” ({detail}). Check that it exists and its permissions.",
    ),
    "storage_full": ProblemKind(
        507,
        "فضای ذخیره‌سازی در «{path}» پر است و چیزی نوشته نشد. جا باز کنید و دوباره تلاش کنید.",
        "The disk of “{path}” is full and nothing was written. Free some space and try again.",
    ),
    "data_folder_in_use": ProblemKind(
        503,
        "برنامهٔ دیگری هم‌اکنون با پوشهٔ داده «{path}» کار می‌کند. آن را ببندید یا پوشهٔ دیگری برگزینید.",
        "Another process is using the data folder “{path}”. Stop it, or choose another folder.",
    ),
    "port_in_use": ProblemKind(
        503,
        "درگاه {port} روی {host} را برنامهٔ دیگری گرفته است. آن را ببندید یا درگاه دیگری برگزینید.",
        "Port {port} on {host} is taken by another program. Stop that program, or choose another port.",
    ),
    "unknown_setting": ProblemKind(
        500,
        "تنظیم «{key}» در {source} شناخته نیست. تنظیم‌های شناخته: {known}. نام آن را درست کنید یا آن را "
        "بردارید.",
        "The setting “{key}” in {source} is not known. Known settings: {known}. Correct its name or remove it.",
    ),
    "invalid_setting": ProblemKind(
        500,
        "مقدار «{value}» برای تنظیم «{key}» در {source} پذیرفته نیست؛ باید {expected} باشد. آن را درست کنید.",
        "The value “{value}” of the setting “{key}” in {source} is not valid; expected {expected}. Correct it.",
    ),
    "model_unavailable": ProblemKind(
        503,
        "مدل معنایی در «{folder}» در دسترس نیست ({detail}). جست‌وجوی واژه‌ای کار می‌کند؛ برای جست‌وجوی "
        "معنایی، مدل را از نو نصب کنید.",
        "The embedding model in “{folder}” is not available ({detail}). Search by words works; install "
        "the model again to search by meaning.",
    ),
    "index_outdated": ProblemKind(
        503,
        "نمایهٔ «{path}» با نسخهٔ دیگری از برنامه یا مدل ساخته شده است. آن را با فرمان بازسازی نمایه از "
        "نو بسازید؛ اسناد سر جای خود هستند.",
        "The index “{path}” was made by another version of the program or model. Rebuild it; the "
        "documents are safe.",
    ),
    "index_damaged": ProblemKind(
        503,
        "نمایهٔ «{path}» آسیب دیده است ({detail}). آن را با فرمان بازسازی نمایه از نو بسازید؛ اسناد سر "
        "جای خود هستند.",
        "The index “{path}” is damaged ({detail}). Rebuild it; the documents are safe.",
    ),
    "index_unreachable": ProblemKind(
        503,
        "سرور نمایه در {url} پاسخ نمی‌دهد ({detail}). روشن بودن آن و نشانی‌اش را در تنظیم‌ها وارسی کنید.",
        "The index server at {url} does not answer ({detail}). Check that it runs, and its address in the "
        "settings.",
    ),
    "not_found": ProblemKind(
        404,
        "«{id}» یافت نشد. شاید برداشته شده است یا اجازهٔ دیدن آن را ندارید. از جست‌وجو دوباره آغاز کنید.",
        "There is no such thing ({what}: {id}). It may have been removed, or you may not see it. Start "
        "again from the search.",
    ),
    "not_signed_in": ProblemKind(
        401,
        "وارد سامانه نشده‌اید، یا نشست شما به پایان رسیده است. نام کاربری و گذرواژه یا کلید برنامه را از "
        "نو بدهید.",
        "You are not signed in, or your session has ended. Give your name and password or your API key again.",
    ),
    "wrong_password": ProblemKind(
        401,
        "نام کاربری یا گذرواژه درست نیست. هر دو را وارسی کنید؛ اگر گذرواژه را فراموش کرده‌اید، مدیر "
        "سامانه گذرواژهٔ تازه می‌دهد.",
        "The name or the password is not right. Check both; the administrator can give you a new password.",
    ),
    "too_many_attempts": ProblemKind(
        429,
        "چند بار پشت سر هم گذرواژهٔ نادرست داده شد. {seconds} ثانیهٔ دیگر دوباره تلاش کنید.",
        "A wrong password was given several times. Try again in {seconds} seconds.",
    ),
    "not_allowed": ProblemKind(
        403,
        "اجازهٔ این کار را ندارید. اگر به آن نیاز دارید، از مدیر سامانه بخواهید.",
        "You are not allowed to do this ({action}). Ask the administrator if you need it.",
    ),
    "invalid_query": ProblemKind(
        400,
        "مقدار «{value}» برای «{field}» پذیرفته نیست؛ باید {expected} باشد. آن را درست کنید و دوباره بفرستید.",
        "The value “{value}” of “{field}” is not valid; expected {expected}. Correct it and send it again.",
    ),
    "invalid_synonyms": ProblemKind(
        400,
        "سطر {line} جدول هم‌ارزها پذیرفته نیست: «{value}». در هر سطر دست‌کم دو هم‌ارز بنویسید که با «=» از هم جدا "
        "شده باشند، هر یک تا {longest} نویسه، مانند «فاوا = فناوری اطلاعات و ارتباطات».",
        "Line {line} of the table of synonyms is no group: “{value}”. Write at least two members with “=” "
        "between them, each up to {longest} characters, as in “GIS = geographic information system”.",
    ),
    "catalogue_unavailable": ProblemKind(
        503,
        "فهرست اسناد در {url} در دسترس نیست ({detail}). روشن بودن پایگاه داده و نشانی آن را وارسی کنید، "
        "یا از نسخهٔ پشتیبان بازگردانید.",
        "The catalogue at {url} is not available ({detail}). Check that the database runs and its "
        "address, or restore a backup.",
    ),
    "ocr_unavailable": ProblemKind(
        422,
        "نویسه‌خوانی (OCR) این صفحه انجام نشد ({detail}). نصب بودن tesseract-ocr و tesseract-ocr-fas را وارسی "
        "کنید و دوباره تلاش کنید؛ متن پیشین صفحه سر جای خود است.",
        "The page could not be read by OCR ({detail}). Check that tesseract-ocr and tesseract-ocr-fas are "
        "installed and try again; the page keeps the text that it had.",
    ),
    "page_changed": ProblemKind(
        409,
        "صفحهٔ {page} از «{file}» در این میان دگرگون شد و متن شما ذخیره نشد. صفحه را از نو باز کنید و تصحیح را "
        "روی متن تازه انجام دهید.",
        "Page {page} of “{file}” has changed in the meantime and your text was not saved. Open the page again "
        "and correct the new text.",
    ),
    "server_unreachable": ProblemKind(
        503,
        "سرور سندیار در {url} پاسخ نمی‌دهد ({detail}). آن را با «sanadyar serve» روشن کنید یا نشانی را "
        "درست کنید.",
        "No Sanadyar server answers at {url} ({detail}). Start it with “sanadyar serve”, or correct the "
        "address.",
    ),
}
