"""Plurals that no ending tells («وظیفه، وظایف») and those in ات: the other number of a word.

The table is the common stock of school grammars, office words first. A query asks the other number beside
the written one; the index keeps words as they are, so that a written form still counts most.
"""

from functools import cache

from language.inflection import stem
from language.normalization import normalize

__all__ = ["other_numbers"]

# singular plural،plural ؛ …
_BROKEN = """
    وظیفه وظایف ؛ عضو اعضا ؛ قانون قوانین ؛ شرط شرایط،شروط ؛ مدرک مدارک ؛ اصل اصول ؛ مرحله مراحل ؛ مورد
    موارد ؛ منبع منابع ؛ منطقه مناطق ؛ ناحیه نواحی ؛ معبر معابر ؛ مرکز مراکز ؛ مسئله مسائل،مسایل ؛ شغل
    مشاغل ؛ مصلحت مصالح ؛ مقصد مقاصد ؛ مفهوم مفاهیم ؛ مقدار مقادیر ؛ ضابطه ضوابط ؛ رابطه روابط ؛ سابقه
    سوابق ؛ عامل عوامل ؛ عارضه عوارض ؛ علت علل ؛ علامت علایم،علائم ؛ عمل عملیات،اعمال ؛ عنصر عناصر ؛
    عنوان عناوین ؛ ظرف ظروف ؛ صنعت صنایع ؛ ضمیمه ضمائم،ضمایم ؛ دلیل دلایل ؛ دایره دوایر ؛ دفتر دفاتر ؛
    درس دروس ؛ ذخیره ذخایر ؛ رسم رسوم ؛ رئیس روسا،رؤسا ؛ رتبه رتب ؛ سطح سطوح ؛ ساحل سواحل ؛ سنه سنوات ؛
    شعبه شعب ؛ شهید شهدا ؛ صف صفوف ؛ حق حقوق ؛ حد حدود ؛ حاشیه حواشی ؛ حادثه حوادث ؛ حرف حروف ؛ خط خطوط
    ؛ خلیفه خلفا ؛ تجربه تجارب ؛ تدبیر تدابیر ؛ تصویر تصاویر ؛ تکلیف تکالیف ؛ تعریف تعاریف ؛ تفسیر
    تفاسیر ؛ تابع توابع ؛ جدول جداول ؛ جریمه جرایم ؛ جرم جرائم ؛ جانب جوانب ؛ جزیره جزایر ؛ جامعه جوامع
    ؛ جایزه جوایز ؛ هدف اهداف ؛ اثر آثار ؛ رای آرا ؛ ادب آداب ؛ بنا ابنیه ؛ اثاثیه اثاث ؛ جزء اجزا ؛ جسم
    اجسام ؛ حکم احکام ؛ خبر اخبار ؛ دعا ادعیه ؛ دوره ادوار ؛ ارض اراضی ؛ رقم ارقام ؛ رکن ارکان ؛ اسم
    اسامی ؛ سبب اسباب ؛ استاد اساتید ؛ سند اسناد ؛ شخص اشخاص ؛ شکل اشکال ؛ شیء اشیا ؛ طرف اطراف ؛ طفل
    اطفال ؛ عدد اعداد ؛ فرد افراد ؛ فعل افعال ؛ فکر افکار ؛ قسم اقسام ؛ قشر اقشار ؛ قلم اقلام ؛ قوم
    اقوام ؛ لقب القاب ؛ لوح الواح ؛ مرض امراض ؛ ملک املاک ؛ میت اموات ؛ مال اموال ؛ امر امور ؛ نبی انبیا
    ؛ نوع انواع ؛ ورق اوراق ؛ وزن اوزان ؛ وصف اوصاف ؛ وضع اوضاع ؛ وقت اوقات ؛ فرزند اولاد ؛ بلا بلایا ؛
    بندر بنادر ؛ بقیه بقایا ؛ برهان براهین ؛ فرمان فرامین ؛ فصل فصول ؛ فضیلت فضایل ؛ فقیر فقرا ؛ فن فنون
    ؛ فایده فواید ؛ فاصله فواصل ؛ قبیله قبایل ؛ قرن قرون ؛ قاعده قواعد ؛ قوه قوا ؛ قید قیود ؛ کتاب کتب ؛
    کاسب کسبه ؛ لازمه لوازم ؛ لایحه لوایح ؛ ماخذ مآخذ ؛ مبحث مباحث ؛ مبلغ مبالغ ؛ مبنا مبانی ؛ متن متون
    ؛ مجلس مجالس ؛ مجمع مجامع ؛ محفل محافل ؛ خرج مخارج ؛ مدرسه مدارس ؛ مرتبه مراتب ؛ مرجع مراجع ؛ مزیت
    مزایا ؛ مزرعه مزارع ؛ مسجد مساجد ؛ مسکن مساکن ؛ مصداق مصادیق ؛ مصرف مصارف ؛ مطلب مطالب ؛ مظهر مظاهر
    ؛ معدن معادن ؛ معنی معانی ؛ عیب معایب ؛ مقطع مقاطع ؛ ملت ملل ؛ مملکت ممالک ؛ منصب مناصب ؛ منظره
    مناظر ؛ منزل منازل ؛ منفعت منافع ؛ مانع موانع ؛ ماده مواد ؛ موضع مواضع ؛ موقع مواقع ؛ نتیجه نتایج ؛
    نسخه نسخ ؛ نقطه نقاط ؛ نقش نقوش ؛ نکته نکات ؛ نقص نواقص ؛ وسیله وسایل،وسائل ؛ وصیت وصایا ؛ واقعه
    وقایع ؛ وزیر وزرا ؛ وکیل وکلا ؛ ودیعه ودایع ؛ وجه وجوه"""
_LEAST = 3  # letters that are left of a word without its ending


def other_numbers(term: str) -> frozenset[str]:
    """Return the index terms that are the plural or the singular of `term`, known to any index or not."""
    return _broken().get(term, frozenset()) | _by_ending(term)


def _by_ending(term: str) -> set[str]:
    """«مصوبات» of «مصوبه», «جلسات» of «جلسه», «اقدامات» of «اقدام», «سبزیجات» of «سبزی»; each way round."""
    if len(term) < _LEAST or not term.isalpha() or term.isascii():
        return set()
    for ending in ("جات", "ات"):
        bare = term.removesuffix(ending)
        if bare != term:
            return {stem(bare), bare + "ه", bare + "ت"} if len(bare) >= _LEAST else set()
    bare = term[:-1] if term[-1] in "هت" and len(term) > _LEAST else term
    return {bare + "ات", term + "جات", term + "یجات"}


@cache
def _broken() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for entry in normalize(_BROKEN).text.split("؛"):
        singular, plurals = entry.split(maxsplit=1)
        for plural in plurals.split("،"):
            one, other = stem(singular), stem(plural.strip())
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    return {term: frozenset(others - {term}) for term, others in found.items()}
