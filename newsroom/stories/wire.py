"""The text of the invented wire Kantor Berita Rampai, which three outlets print under titles of their own."""

from newsroom.story import prose

THANKS = prose(
    """
    Presiden Rusia Vladimir Putin menyampaikan terima kasih kepada pemimpin Korea Utara Kim Jong Un atas keikutsertaan prajurit negara itu dalam pertempuran di wilayah Kursk, demikian pernyataan Kremlin pada Senin (28/4/2025).
    Pernyataan itu terbit beberapa jam setelah media pemerintah Korea Utara, KCNA, untuk pertama kalinya membenarkan bahwa Pyongyang mengirim pasukan guna membantu Rusia menghadapi Ukraina.
    "Sahabat-sahabat Korea kami bertindak atas dasar solidaritas, keadilan, dan persaudaraan yang tulus," kata Putin seperti dikutip Kantor Berita Rampai. "Rakyat Rusia tidak akan melupakan jasa para prajurit itu."
    Menurut Kremlin, pengiriman pasukan tersebut sejalan dengan hukum internasional karena berlandaskan Perjanjian Kemitraan Strategis Komprehensif yang diteken kedua pemimpin di Pyongyang pada 19 Juni 2024. Pasal 4 perjanjian itu mewajibkan kedua pihak saling membantu bila salah satunya diserang.
    KCNA, mengutip Komisi Militer Pusat Partai Buruh Korea, menulis bahwa keputusan mengerahkan pasukan diambil langsung oleh Kim Jong Un. Laporan itu tidak menyebut berapa banyak prajurit yang berangkat maupun berapa yang gugur.
    Badan intelijen Korea Selatan (NIS) memperkirakan lebih dari 10.000 tentara Korea Utara dikirim ke Kursk sejak Oktober 2024. Kyiv sebelumnya menyebut angka sekitar 12.000 orang.
    """
)
